/* "Exit this page": blank the screen at once, then leave without keeping this page in the tab's history.
   Works from the button and from Shift pressed three times within five seconds. Without this file the button is a plain link. */
(() => {
  const link = document.querySelector("a[data-exit]");
  if (!link) return;
  const leave = () => {
    document.title = "";
    document.documentElement.replaceChildren(document.createElement("body"));
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") return;
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < 5000), now];
    if (presses.length >= 3) leave();
  });
})();
