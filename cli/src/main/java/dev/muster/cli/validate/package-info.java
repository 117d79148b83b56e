/**
 * What {@code kubectl apply} and the operator are going to say of YAML files, said without a
 * cluster and with the place in the file.
 */
package dev.muster.cli.validate;
