/**
 * The scripts in {@code docs/scripts}: SQL by topic with its answers, to be read, and run by {@link
 * org.pydb.jdbc.script.ScriptsTest} with Quidem.
 */
@NullMarked
package org.pydb.jdbc.script;

import org.jspecify.annotations.NullMarked;
