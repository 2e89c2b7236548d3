// A front end in forty lines, against types that were generated from docs/openapi.yaml. It is compiled strictly and run.
import type { components, paths } from "./api";

type Body<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Found } } } };
}
  ? Found
  : never;
type Result = components["schemas"]["TriageResult"];

declare const process: { argv: string[] };
const home: string = process.argv[2] ?? "";

async function read<Path extends keyof paths>(path: Path, address: string): Promise<Body<Path>> {
  const answer = await fetch(home + address);
  if (!answer.ok) throw new Error(((await answer.json()) as components["schemas"]["Problem"]).detail);
  return (await answer.json()) as Body<Path>;
}

const list = await read("/api/v1/articles/", "/api/v1/articles/?page_size=1");
const first = list.results[0];
if (first === undefined) throw new Error("There are no articles.");
const article = await read("/api/v1/articles/{slug}/", `/api/v1/articles/${first.slug}/`);
// Each of these would not compile if the field could be missing.
const lines: string[] = [
  article.title,
  ...article.red_flags.map((flag) => `${flag.urgency}: ${flag.text.text}`),
  ...article.sections.map((section) => section.heading),
  ...article.images.map((image) => `${image.srcset} ${image.alt}`),
  ...article.references.map((reference) => reference.title),
  article.review_status,
];
const found = await read("/api/v1/search/", "/api/v1/search/?q=twitching");
const counts: number[] = found.facets.type.map((choice) => choice.count);
console.log(lines[0], counts.length > 0);

const protocol = article.triage;
if (protocol !== null) {
  const address = `${home}/api/v1/triage/protocols/${protocol.slug}/assess/`;
  const body = JSON.stringify({ answers: {} });
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const result = (await answer.json()) as Result;
  console.log(result.worst_possible, result.next_question?.question ?? "");
}
