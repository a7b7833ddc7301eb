/**
 * The only door to the operating system: files, sync, locks, clocks, randomness. No other package
 * of the engine may touch them, so that tests can put a simulated world underneath.
 *
 * <p>Read {@link org.pydb.engine.vfs.Vfs} and {@link org.pydb.engine.vfs.VfsFile} first; they are
 * the contract. {@code DiskVfs} is the real thing, {@code MemoryVfs} lives on the heap.
 */
@NullMarked
package org.pydb.engine.vfs;

import org.jspecify.annotations.NullMarked;
