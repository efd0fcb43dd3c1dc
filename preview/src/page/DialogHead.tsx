/** The title of a dialog, with the button that closes the dialog. */
export function DialogHead({ title }: { title: string }) {
  return (
    <form method="dialog">
      <h2>{title}</h2>
      <button type="submit" className="bw-button" aria-label="Close">
        ✕
      </button>
    </form>
  );
}
