/**
 * Letters of Wyckoff positions, a word for each space group. Positions are derived, their letters
 * are a convention: these are those of International Tables A, in the order of `flatOrbits`.
 */
export const LETTERS: readonly string[] = `
a abcgdfehi acbde a abc abc a ab a acbfdgehijklmno acbdef acbdefghij acdbefg acbde abdcef
adcgbfehqrstmonpikjlu cdabe abc a bac adbcijkghefl abdcghfiejk acdbijghefk cbad acbdefghi abc
acbde abcd a abc ab abc a abc abcdef ab abcd abcdef abcd abc ab abdce ab abcde abc abc
acegbdfhqsrtmonpikjlyzwxuvA bdcafelkjihgm aecgdfbhmponklijqr bcadeflkijghm acbdefghijkl abcde
abdcgefhi abdecf abcdefghi abdce abcde abcdefgh bacdfeg abcd abc abcd abcdegfh abcedfg
adbcefklijghmpqonr cadbfeijkhglm cdabefgljkhinmo badchgfei abcdefihgjklonmp bacdgfeh
acdbijghefknmlo cadbehigfjk abedcf abdcegfihj abcd a acbd a abc ab abcdegfh abcdefg
abcdefghijkl aecdbfgihjk abcdefg bacdefg abcdefghi bacdef abcdefghilonmjkp abcdefg abcd ab
aecdbfgihlkojmnp abcdfeg abcd ab abcdefhigjk abcefdg abcefdg abcd abcde abcd abcd abc acbdef
abc abdce abcd abc ab acdbefghmilkjno eadbfckmljhgin abcdef abcde adbcegfhijkl cadbgihfej
abcdefghi abcdehfgi abcdefghij badcfghei abcdehfgij abcde abcdfeghilnmojkpqstru badcefghikljmn
cdabefhgklijmn badcefgjihk abdcefghijkl abcdefghi abcdefghijk bacdefg aecdbfgihlkjmnqopr
abcdfeghjiklmnop bdacegfihjk bafedcghijklmn abcdefghi abcdegfhijk bacdefgh dcabefhgij
abcdefgijhklnmo cadbefghjiklm abcdefghi bacdefg abcd a a ab abcdefg abcedf abefcdghijkl abcdefg
bac bac bac bac abcdef abcde abcd abcd abc abc ab abcdefghijkl badcefghi abcdefghij bacdefg
abcedfghi bacdef abcd a a abc abc abc abefcdghijkl abcdefghijkl badcefghi abcdefghijklmn abc
bac abdcefhgijk abcdefjghik abdcefghi abcdef abcd abcd abcd abefcdghijklmno abefcdghijkl
abcdefghjkil abdcefghi abcdefghijklmpqnor badcegfhijklm badcefghijkl abdcefghijkl abdcefhgij
abdcefgh abcdef ab abc abdcegfhijkl abcdegfh abcdefghi bacdefg abcdefgh abcd abcde abdcefghijk
acbdefgkhjilm abcdefighj abdcegfh abcdefghij bacde bacde abdcehfgi abdcefghij abdcefghi
abcdefgh abdcefghi abdcefgh abcde abdcefghijmkln abcdefghi abcdefhgijkl abcdefgijhkl
abcdefghikjl bacdefghij bacdefhgi acbdegfh abcdefghikjl abcdefgh
`.trim().split(/\s+/);
