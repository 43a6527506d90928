/* The search without a host: from a disk a browser fetches nothing, but it runs scripts. There the files of the index are such, which
   hand over their bytes as text; scripts/finish/offline.py writes them, and those whose names begin alike into one. */
(() => {
  const read = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      /* In this encoding each byte is one letter, whose code ends with it. */
      script.charset = "x-user-defined";
      script.files = {};
      script.src = `${address.replace(/(_..)[^/]*\.pf_fragment$/, "$1")}.js`;
      script.onload = () => done(script.files[address.split("/").pop()]);
      script.onerror = failed;
      document.head.append(script);
    });

  /* What each of them calls. */
  window.packed = (name, text) => {
    document.currentScript.files[name] = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
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
