window.addEventListener("load", () =>
  SwaggerUIBundle({ url: "/swagger/v1/swagger.json", dom_id: "#ui", validatorUrl: null }));
