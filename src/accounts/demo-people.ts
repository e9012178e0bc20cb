import type { Role } from './role-grant.entity.js';

/** Somebody to be in the demo. */
export interface DemoPerson {
  /** As in the address `/demo/prihlaseni/:name`. */
  name: 'obcan' | 'garant' | 'jiny-garant' | 'sprava' | 'admin';
  email: string;
  publicName: string;
  roles: readonly { role: Role; personUid: string | null }[];
}

/** One login per role. */
export const demoPeople: readonly DemoPerson[] = [
  { name: 'obcan', email: 'jana.dvorakova@example.org', publicName: 'Jana Dvořáková', roles: [] },
  {
    name: 'garant',
    email: 'jiri.jaros@example.org',
    publicName: 'Jiří Jaroš',
    roles: [{ role: 'garant', personUid: 'jiri.jaros' }],
  },
  {
    name: 'jiny-garant',
    email: 'marketa.vondrova@example.org',
    publicName: 'Markéta Vondrová',
    roles: [{ role: 'garant', personUid: 'marketa.vondrova' }],
  },
  {
    name: 'sprava',
    email: 'sprava@example.org',
    publicName: 'Tereza Malá',
    roles: [{ role: 'staff', personUid: null }],
  },
  {
    name: 'admin',
    email: 'admin@example.org',
    publicName: 'Ondřej Král',
    roles: [{ role: 'admin', personUid: null }],
  },
];
