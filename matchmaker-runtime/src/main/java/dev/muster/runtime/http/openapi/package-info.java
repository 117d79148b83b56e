/** The OpenAPI document of the players' API, made from the profiles that are served. Pure. */
package dev.muster.runtime.http.openapi;
