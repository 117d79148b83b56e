/**
 * The custom resources of group {@code muster.dev}, version {@code v1alpha1}: what users write, and
 * the statuses that answer them.
 *
 * <p>Records that hold what was sent; an absent field is null. Nothing here acts. The CRDs are made
 * from these classes ({@code CrdYamlTest}), and the descriptions here are what {@code kubectl
 * explain} prints.
 */
package dev.muster.api.v1alpha1;
