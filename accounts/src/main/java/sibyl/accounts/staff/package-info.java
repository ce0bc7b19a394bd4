/**
 * Staff: {@link sibyl.accounts.staff.Permission} is the table of who may do what, {@link
 * sibyl.accounts.staff.StaffMembers} knows the members in the database, and {@link
 * sibyl.accounts.staff.StaffSignIn} lets them in, beside the one whom the configuration names.
 */
@NullMarked
package sibyl.accounts.staff;

import org.jspecify.annotations.NullMarked;
