/** What the tests of several modules share. Found by JUnit as a service; nothing calls it. */
package dev.muster.testing;
