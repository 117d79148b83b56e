/** What the tests of several packages share: fixtures, golden files, tables of fields. */
package dev.muster.operator.testing;
