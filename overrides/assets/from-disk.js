/* The search without a host: from a disk a browser fetches nothing, but it runs scripts. There each file of the index is one, which
   hands over its bytes as text; scripts/finish/offline.py writes them. */
(() => {
  const read = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      /* In this encoding each byte is one letter, whose code ends with it. */
      script.charset = "x-user-defined";
      script.src = `${address}.js`;
      script.onload = () => done(script.bytes);
      script.onerror = failed;
      document.head.append(script);
    });

  /* What each of them calls. */
  window.packed = (text) => {
    document.currentScript.bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  };

  /* Programs and lists are packed like this; Pagefind unpacks its own files. */
  const isText = (address) => /\.js(on)?$/.test(address);
  const unpacked = (bytes) => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));

  window.fetch = async (address) => {
    const { href } = Object.assign(new URL(address, location), { search: "" });
    const bytes = await read(href);
    return isText(href) ? unpacked(bytes) : new Response(bytes);
  };

  /* A module cannot be loaded from a disk, but from memory. */
  window.fromDisk = async (program) => {
    const text = await (await fetch(program)).text();
    return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  };
})();
