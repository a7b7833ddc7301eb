package org.pydb.engine.kv.storage;

import java.util.concurrent.Executor;
import org.pydb.engine.vfs.Vfs;

/**
 * What an engine is given to work with.
 *
 * @param vfs where its files are
 * @param name what the names of all its files begin with; a {@code -} follows
 * @param memoryBytes the memory that it may take for pages, blocks and what waits to be written
 * @param executor runs what is to be done in the background; perhaps at once, in the calling thread
 */
public record EngineContext(Vfs vfs, String name, long memoryBytes, Executor executor) {}
