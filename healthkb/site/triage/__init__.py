"""The interview, one question a page. Answers travel in the body of each request and are kept nowhere."""
