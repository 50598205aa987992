// Runs at CloudFront, for pages alone: the same addresses as the gateway of one machine.
function handler(event) {
  var request = event.request;
  if (request.uri === "/") request.uri = "/index.html";
  else if (request.uri.indexOf("/assets/") === 0) request.uri = request.uri.slice("/assets".length);
  else if (request.uri.indexOf(".") === -1) request.uri += ".html";
  return request;
}
