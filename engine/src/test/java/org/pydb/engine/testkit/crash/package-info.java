/**
 * The crash laboratory: a disk that is simulated, power that fails after each of its changes, and
 * what is proved of the database that is found then.
 *
 * <p>Reading order: {@link org.pydb.engine.testkit.crash.SimulatedDisk} says what a crash may do;
 * {@link org.pydb.engine.testkit.crash.Workload} is what is to be crashed; {@link
 * org.pydb.engine.testkit.crash.CrashLab} crashes it; {@link
 * org.pydb.engine.testkit.crash.CrashReport} tells what it met. Whoever builds on pydb may do the
 * same with code of their own.
 */
@NullMarked
package org.pydb.engine.testkit.crash;

import org.jspecify.annotations.NullMarked;
