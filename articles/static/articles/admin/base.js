/* What the other scripts of the admin share. Every page works without any of them. */
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  const live = make("p", {class: "visually-hidden", role: "status", "aria-live": "polite"});
  document.querySelector(".kb #content")?.append(live);
  const say = (words) => { live.textContent = words; };

  // The cookie is newer than the field where somebody signed in again in another window.
  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1]
    || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  // Who is signed out is sent to another page. That is no answer, so it is not followed and not ok.
  const get = (url) => fetch(url, {headers: {Accept: "application/json"}, redirect: "manual"});
  const post = (url, body, options = {}) => fetch(url, {
    method: "POST", body, headers: {"X-CSRFToken": token(), Accept: "application/json"}, redirect: "manual", ...options,
  });

  const listeners = [];
  const enhancers = [];

  window.kb = {
    make,
    say,
    token,
    get,
    post,
    form: document.querySelector(".kb #content-main > form"),
    /* Call with nothing when something was changed that makes no event, with a function to be told of every change. */
    changed: (listener) => { if (listener) listeners.push(listener); else listeners.forEach((each) => each()); },
    /* Call with a function to be given every form and every new row, with an element to have it given to them. */
    enhance: (what) => { if (what instanceof Element) enhancers.forEach((each) => each(what)); else enhancers.push(what); },
    address: (name) => document.getElementById("kb-addresses")?.dataset[name] || "",
  };
})();
