/** The story that {@code muster demo} plays, through the public faces of Muster only. */
package dev.muster.cli.demo;
