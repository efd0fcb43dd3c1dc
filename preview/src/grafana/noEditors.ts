/** Replaces the editors that `@grafana/ui` loads later, because a page loads nothing later and has no editor. */
export const CodeMirrorEditor = () => null;
export const ReactMonacoEditorLazy = () => null;
export const loadLanguageExtension = async () => null;
