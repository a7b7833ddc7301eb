/**
 * The shell: what {@code java -jar pydb-all.jar} does. It stands on the driver as any program does,
 * and on the adapter for what it needs to take scripts apart.
 *
 * <p>Begin with {@link org.pydb.shell.CommandLine}, which reads the command line, then {@link
 * org.pydb.shell.Shell}, which runs statements and hands lines that begin with a backslash to
 * {@link org.pydb.shell.Commands}.
 */
@NullMarked
package org.pydb.shell;

import org.jspecify.annotations.NullMarked;
