/**
 * What teaching engines show: a command line over one table, and a benchmark of it. Here both stand
 * on the engine's API, without SQL: {@link org.pydb.examples.teaching.Users} keeps rows in a B+tree
 * by id and finds them by a second one, {@link org.pydb.examples.teaching.UserShell} is the command
 * line, {@link org.pydb.examples.teaching.UserBenchmark} the benchmark. {@link
 * org.pydb.examples.teaching.KeyValueShell} is a command line over keys and values in a log.
 */
@NullMarked
package org.pydb.examples.teaching;

import org.jspecify.annotations.NullMarked;
