/**
 * Who owns which field of an object, and server-side apply, by the published algorithm of
 * Kubernetes' structured merge: a field is named by the steps to it ({@code f:name}, {@code
 * k:{"key":"value"}}, {@code v:"value"}), a set of them is a tree in the form of {@code fieldsV1}.
 * Functions of their arguments; nothing here is kept.
 */
package dev.muster.devcluster.fields;
