/**
 * The face of the cluster's objects: what they are called, how they are read, written and watched,
 * and how a refusal looks. Objects are Jackson trees with the exact spelling of their numbers. A
 * tree that is handed in or out belongs to the caller: the store keeps and gives copies.
 */
package dev.muster.devcluster.store;
