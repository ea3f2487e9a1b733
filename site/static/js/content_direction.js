// Inputs that Wagtail and wagtail-localize build in the browser get lang and dir of the content.
(() => {
  const rtl = document.currentScript.dataset.rtl.split(" ");
  const TEXT = ":is(textarea, input[type=text], [contenteditable=true])";
  const PAGE_FIELDS = `[data-streamfield-child] ${TEXT}, .Draftail-Editor [contenteditable=true]`;

  const mark = (elements, code) => {
    const dir = rtl.includes(code.split("-")[0]) ? "rtl" : "ltr";
    for (const element of elements) {
      if (element.lang === code && element.dir === dir) continue;
      element.lang = code;
      element.dir = dir;
    }
  };

  const markPageForm = () => {
    const field = document.querySelector("[data-content-language]");
    if (field) mark(document.querySelectorAll(PAGE_FIELDS), field.dataset.contentLanguage);
  };

  // Each segment is a list item with the source text in a paragraph and the translation in a div.
  const markTranslationEditor = () => {
    const editor = document.querySelector(".js-translation-editor");
    if (!editor) return;
    const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
    const item = "li:is(.complete, .incomplete, .errored)";
    mark(editor.querySelectorAll(`${item} > p`), sourceLocale.code);
    mark(editor.querySelectorAll(`${item} > div, ${item} ${TEXT}`), locale.code);
  };

  const run = () => {
    markPageForm();
    markTranslationEditor();
  };
  run();
  new MutationObserver(run).observe(document.body, { childList: true, subtree: true });
})();
