/** What a page would ask a network for. */

/** Addresses of pictures, scripts, styles, fonts and frames; not links, which people follow. */
export function networkResources(html: string): string[] {
  const loaded = [
    ...html.matchAll(
      /<(?:img|script|iframe|source|video|audio|embed|object)\b[^>]*?\s(?:src|data)="([^"]*)"/g,
    ),
    ...html.matchAll(/<link\b[^>]*?\shref="([^"]*)"/g),
    ...html.matchAll(/<(?:image|use)\b[^>]*?\s(?:xlink:)?href="([^"]*)"/g),
    ...html.matchAll(/url\(["']?([^)"']*)/g),
    ...html.matchAll(/@import\s+["']([^"']*)/g),
  ].map(([, address]) => address!);
  return loaded.filter((address) => /^(https?:)?\/\//.test(address));
}
