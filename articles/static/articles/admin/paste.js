/* Text pasted from Word, Google Docs or a web page becomes clean Markdown. Ctrl+Shift+V still pastes the plain words. */
(() => {
  "use strict";
  const BLOCKS = /^(P|DIV|H[1-6]|UL|OL|LI|TABLE|BLOCKQUOTE|SECTION|ARTICLE|MAIN|HEADER|FOOTER|FIGURE|FIGCAPTION|PRE|HR|DL|DT|DD)$/;
  const SKIPPED = /^(STYLE|SCRIPT|META|LINK|TITLE|HEAD|IMG|SVG|IFRAME|OBJECT|BUTTON|INPUT|TEMPLATE|NOSCRIPT|O:P)$/i;

  const clean = (text) => text.replace(/\u00a0/g, " ").replace(/[\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/g, "");
  const escape = (text) => text.replace(/([\\`*_[\]<>])/g, "\\$1");

  /* Marks stand outside the spaces around the words, or Markdown does not see them. */
  const marked = (text, mark) => {
    const [, before, words, after] = text.match(/^(\s*)([\s\S]*?)(\s*)$/);
    return words ? before + mark + words + mark + after : text;
  };

  /* Styles are read as text: our pages' rules let no style stand in the HTML, parsed ones included. */
  const styleOf = (element, name) => (element.dataset.style || "").match(new RegExp(`(?:^|;)\\s*${name}:\\s*([^;]+)`, "i"))?.[1].trim();
  const isMark = (element) => /mso-list:\s*Ignore/i.test(element.dataset.style || "");
  const isBold = (element) => {
    const weight = styleOf(element, "font-weight");
    if (weight) return weight === "bold" || Number(weight) >= 600;
    return /^(B|STRONG)$/.test(element.tagName);
  };
  const isItalic = (element) => {
    const style = styleOf(element, "font-style");
    return style ? style === "italic" : /^(I|EM)$/.test(element.tagName);
  };

  const link = (element, words) => {
    const address = element.getAttribute("href") || "";
    const text = words.trim();
    return text && /^(https?:|mailto:|tel:)/i.test(address) ? `[${text}](${address.replace(/[()\s]/g, encodeURIComponent)})` : words;
  };

  const inline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return escape(clean(node.data).replace(/\s+/g, " "));
    if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(node.tagName) || isMark(node)) return "";
    if (node.tagName === "BR") return "\n";
    let text = [...node.childNodes].map(inline).join("");
    if (node.tagName === "A") text = link(node, text);
    if (/^H[1-6]$/.test(node.tagName)) return text;
    if (isItalic(node)) text = marked(text, "*");
    if (isBold(node)) text = marked(text, "**");
    return text;
  };

  const line = (node) => inline(node).replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "  \n").trim();
  /* What would begin a list, a heading or a quote is meant as words. */
  const paragraph = (text) => text.replace(/^(#{1,6} |[-+] |>)/gm, "\\$1").replace(/^(\d+)([.)] )/gm, "$1\\$2");

  const wordList = (element) => {
    const found = (element.dataset.style || "").match(/mso-list:\s*l\d+\s+level(\d+)/i);
    if (!found) return null;
    const sign = [...element.querySelectorAll("span")].find(isMark)?.textContent.trim() || "";
    return {level: Number(found[1]), ordered: /^[\da-z]{1,3}[.)]/i.test(sign)};
  };

  const list = (element, depth = 0) => {
    let number = 0;
    const lines = [];
    for (const item of element.children) {
      if (/^(UL|OL)$/.test(item.tagName)) { lines.push(list(item, depth + 1)); continue; }
      const inner = [...item.children].filter((each) => /^(UL|OL)$/.test(each.tagName));
      const own = item.cloneNode(true);
      own.querySelectorAll("ul, ol").forEach((each) => each.remove());
      const mark = element.tagName === "OL" ? `${++number}. ` : "- ";
      lines.push("   ".repeat(depth) + mark + line(own).replace(/\s*\n\s*/g, " "), ...inner.map((each) => list(each, depth + 1)));
    }
    return lines.filter((each) => each.trim()).join("\n");
  };

  const table = (element) => {
    const rows = [...element.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => line(cell).replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|")));
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (width < 2) return rows.map((row) => row.join(" ")).join("\n\n");
    const shown = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
    shown.splice(1, 0, `|${" --- |".repeat(width)}`);
    return shown.join("\n");
  };

  const blocks = (root) => {
    const found = [];
    let loose = [];
    const flush = () => {
      const box = document.createElement("span");
      box.append(...loose.map((each) => each.cloneNode(true)));
      const text = line(box);
      if (text) found.push(paragraph(text));
      loose = [];
    };
    let numbers = [];
    for (const node of root.childNodes) {
      const isBlock = node.nodeType === Node.ELEMENT_NODE && (BLOCKS.test(node.tagName) || node.querySelector("p, div, ul, ol, table, h1, h2, h3, h4, h5, h6"));
      if (!isBlock) { loose.push(node); continue; }
      flush();
      if (SKIPPED.test(node.tagName)) continue;
      const item = wordList(node);
      if (item) {
        numbers = numbers.slice(0, item.level);
        numbers[item.level - 1] = (numbers[item.level - 1] || 0) + 1;
        const mark = item.ordered ? `${numbers[item.level - 1]}. ` : "- ";
        const text = "   ".repeat(item.level - 1) + mark + line(node);
        if (found.length && found.isList) found[found.length - 1] += `\n${text}`; else found.push(text);
        found.isList = true;
        continue;
      }
      numbers = [];
      found.isList = false;
      if (/^H[1-6]$/.test(node.tagName)) { const text = line(node); if (text) found.push(`### ${text}`); }
      else if (/^(UL|OL)$/.test(node.tagName)) found.push(list(node));
      else if (node.tagName === "TABLE") found.push(table(node));
      else if (node.tagName === "BLOCKQUOTE") found.push(blocks(node).replace(/^/gm, "> "));
      else if (node.tagName !== "HR") found.push(blocks(node));
    }
    flush();
    return found.filter((each) => each.trim()).join("\n\n");
  };

  const withoutStyles = (html) => html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));

  kb.toMarkdown = (html) => blocks(new DOMParser().parseFromString(withoutStyles(html), "text/html").body);

  kb.paste = (area, insert) => area.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html || !/<(p|div|h[1-6]|ul|ol|table|b|strong|i|em|a|span|br)\b/i.test(html)) return;
    const text = kb.toMarkdown(html);
    if (!text) return;
    event.preventDefault();
    insert(text);
    kb.say("Pasted as Markdown.");
  });
})();
