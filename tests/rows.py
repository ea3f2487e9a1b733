"""The rows: what the site does, each provable end to end. A test names the rows it proves.

J: a network with an answers platform and local chapters. G: a city and its county coordinate
helpers and organisations. D: companies and initiatives, matched. U: a foundation connects new
initiatives with established ones.
"""

ROWS = {
    "J1": "Multilingual information pages and articles, also from Markdown files",
    "J2": "Anybody asks in any language; refugees and supporters answer",
    "J3": "Members translate questions and answers together",
    "J4": "Members verify answers: who, when, from which source, until when",
    "J5": "One searchable information database in all languages at once",
    "J6": "Local chapters, led by ambassadors, joined in one network",
    "J7": "Monthly meet-ups that members sign up for",
    "J8": "Crowdfunding campaigns with goal, deadline and progress",
    "J9": "Donate at any time, one-off or monthly",
    "J10": "Volunteers with special skills find where they are needed",
    "J11": "Share every page, question, call and campaign",
    "G1": "Helpers register a profile",
    "G2": "A callout reaches matching helpers by SMS or e-mail",
    "G3": "A helper says yes through a link, without login",
    "G4": "A full callout stops; never one helper too many",
    "G5": "All helpers are notified evenly",
    "G6": "Long-term engagement by time budget, preferences and skills",
    "G7": "Organisations present themselves",
    "G8": "Organisations talk to each other and to their volunteers",
    "G9": "Events are announced",
    "G10": "Current posts are published",
    "G11": "Donation-needs lists: what, how many, where to bring it",
    "G12": "Hotlines with opening hours: somebody there now, and when next",
    "G13": "Regions of city and county, each with its own editors",
    "D1": "IT needs and offers are collected, published and brokered",
    "D2": "Projects with a like aim are found and bundled",
    "D3": "A directory of digital helpers: for whom, in which languages, still alive",
    "D4": "Community meetings and summits with a programme",
    "D5": "Conditional pledges: I do X if somebody helps with Y",
    "D6": "Companies give services, goods or money; initiatives ideas and time",
    "D7": "Galleries and video documentation",
    "U1": "Project pages: period, aims, activities, funder, partners, contact",
    "U2": "Networking meetings with registration, and those already held",
    "U3": "An online survey finds what is needed; its results are published",
    "U4": "A digital brochure: one PDF, one web page",
    "U5": "Practice examples are made visible in many ways",
    "U6": "Results of workshops become recommendations to politics",
    "U7": "Help by refugees for refugees is shown and can be filtered for",
}
