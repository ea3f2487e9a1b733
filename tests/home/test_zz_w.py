import gzip,re,pytest
from knowledge.scale.pages import build_pages
from tests.home.test_budget import *
@pytest.mark.django_db
def test_w(client, home_page):
    build_pages(pages=6, codes=CODES, words=1500)
    for code in ("de","uk","ar"):
        html=client.get(page_in(code,2).get_url()).content.decode()
        g=lambda s: len(gzip.compress(s.encode(),6))
        print(code,"total",g(html), "gz9", len(gzip.compress(html.encode(),9)))
        for name,rx in {"style":r"<style>.*?</style>","meta og":r'<meta (?:property|name="(?:desc|tw)).*?>\n',"jsonld":r'<script type.*?</script>',"hreflang":r'<link rel="alternate" hreflang.*?>',"switcher":r'<details class="languages">.*?</details>',"share":r'<section class="share".*?</section>',"prose":r'<div class="prose">.*?<div class="aftermath',"trust":r'<section class="trust.*?</section>',"related":r'<section class="section related.*?</section>',"footer":r"<footer.*?</footer>"}.items():
            cut=re.sub(rx,"",html,flags=re.S); print("  ",name,len(html)-len(cut),g(html)-g(cut))
        open(f"/tmp/j/srch/w_{code}.html","w").write(html)
