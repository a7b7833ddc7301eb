package org.pydb.engine;

/**
 * How large a tree is, by what is committed.
 *
 * @param levels from the root to the leaves; 0 if it is empty
 * @param entries rows, or entries of an index
 * @param pages about, without those of large values
 */
public record TreeSize(int levels, long entries, long pages) {}
