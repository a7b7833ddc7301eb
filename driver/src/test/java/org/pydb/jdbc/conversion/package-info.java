/** Every pair of a type of SQL and one of Java, beside pgJDBC and H2. */
package org.pydb.jdbc.conversion;
