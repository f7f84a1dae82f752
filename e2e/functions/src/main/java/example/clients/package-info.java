/** Functions for tests of AWS's own clients. */
package example.clients;
