/** Measurements of pydb, alone and beside its peers; their tables are in docs/performance.md. */
package org.pydb.examples.benchmarks;
