/** Whose a claim is. */

/** Whether a claim is our own and no paper's: it then begins with "ours" or says "(ours)". */
export const isOwnClaim = ({ claim }: { readonly claim: string }): boolean =>
  /^ours\b|\(ours\)/.test(claim);
