/** The first statement of a JVM. */
package org.pydb.jdbc.start;
