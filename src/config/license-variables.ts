/** The private half that licenses are signed with; only who issues them has it. */
export const licenseKeyVariable = 'NX_AZURE_CACHE_LICENSE_KEY';

/** The variables that a license may be in, in the order in which they are looked at. */
export const licenseVariables = ['NX_POWERPACK_LICENSE', 'NX_KEY'] as const;
