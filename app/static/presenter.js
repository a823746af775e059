// The window of notes: a page of its own, with a bundle of its own. Its address says whose notes it shows.

import { readAddress } from "./view/lecturer/presenter/channel.js";
import { mountWindow } from "./view/lecturer/presenter/window.js";
import { region } from "./view/dom/attributes.js";
import { element } from "./view/dom/element.js";
import { fontsReady } from "./view/dom/mathematics.js";
import en from "./view/lecturer/en.json";
import fr from "./view/lecturer/fr.json";
import { fill, speak } from "./words/index.js";

const { id, language } = readAddress(location.hash);
/** @type {Map<string, Record<string, string>>} */
const LANGUAGES = new Map(Object.entries({ en, fr }));
/** @type {Record<string, string>} */
const words = LANGUAGES.get(language) ?? en;
const say = (/** @type {string} */ key, /** @type {Record<string, string | number>} */ values = {}) => fill(words[key] ?? key, values);
const root = region("#notes");

document.documentElement.lang = words === en ? "en" : language;
document.title = say("notesTitle");
await Promise.all([fontsReady(), speak(document.documentElement.lang)]);
if (id !== null) mountWindow(root, say, { id, language: document.documentElement.lang });
else root.append(element("main", { class: "notes-lost" }, element("h1", {}, say("notesTitle")), element("p", {}, say("notesLost"))));
