import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type GalleryLab, type Origin, pageFile, renderIndex, renderLabPage } from "./render-page.ts";

/** Bytes a page may have besides its figures. */
export const PAGE_LIMIT_BYTES = 60_000;

export interface GalleryPage {
  readonly file: string;
  readonly title: string;
  readonly bytes: number;
  /** Without charts and pictures. */
  readonly textBytes: number;
}

/**
 * Writes the site into a folder of its own, which is emptied first.
 * @returns the pages, the first page first
 */
export function buildGallery(labs: readonly GalleryLab[], folder: string, origin: Origin): GalleryPage[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (file: string, title: string, markup: string): GalleryPage => {
    writeFileSync(join(folder, file), markup);
    return {
      file,
      title,
      bytes: Buffer.byteLength(markup),
      textBytes: Buffer.byteLength(withoutFigures(markup)),
    };
  };
  return [
    write("index.html", "All labs", renderIndex(labs, origin)),
    ...labs.map(({ entry }, index) =>
      write(pageFile(entry), `${entry.number} ${entry.title}`, renderLabPage(labs, index, origin)),
    ),
  ];
}

function withoutFigures(markup: string): string {
  return markup.replaceAll(/<svg\b[\s\S]*?<\/svg>/g, "").replaceAll(/src="data:[^"]*"/g, "");
}
