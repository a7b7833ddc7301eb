/**
 * Every method of JDBC, tried: what is said of each in {@code docs/jdbc-methods.md} is what came
 * out here.
 */
package org.pydb.jdbc.methods;
