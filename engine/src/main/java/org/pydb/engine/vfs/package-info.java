/**
 * The only door to the operating system: files, sync, locks, clocks, randomness. No other package
 * of the engine may touch them, so that tests can put a simulated world underneath.
 *
 * <p>Read {@link org.pydb.engine.vfs.Vfs} and {@link org.pydb.engine.vfs.VfsFile} first; they are
 * the contract. {@link org.pydb.engine.vfs.DiskVfs} is the real thing: {@code DiskFile} says how it
 * stays unmoved by interrupts, {@code DiskLock} how one owner at a time is kept to. {@link
 * org.pydb.engine.vfs.MemoryVfs} lives on the heap.
 */
@NullMarked
package org.pydb.engine.vfs;

import org.jspecify.annotations.NullMarked;
