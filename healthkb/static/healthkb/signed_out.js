// What somebody tried or looked for in this window does not wait for whoever signs in next.
sessionStorage.clear();
