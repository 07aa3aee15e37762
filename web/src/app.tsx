import { useEffect, useRef } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { post } from './api.ts';
import { later } from './parts/later.tsx';
import { PageHead } from './parts/page-head.tsx';
import { SchemeSwitch } from './parts/scheme-switch.tsx';
import { Empty, Rescue } from './parts/states.tsx';
import { Session, useSession } from './session.tsx';

/** Each page is loaded when it is first opened: whoever only decides never loads the goal chat. */
const ApprovalsPage = later(async () => (await import('./pages/approvals.tsx')).ApprovalsPage);
const AuditPage = later(async () => (await import('./pages/audit.tsx')).AuditPage);
const EvaluationPage = later(async () => (await import('./pages/evaluation.tsx')).EvaluationPage);
const EvaluationsPage = later(async () => (await import('./pages/evaluations.tsx')).EvaluationsPage);
const GoalPage = later(async () => (await import('./pages/goal.tsx')).GoalPage);
const GoalsPage = later(async () => (await import('./pages/goals.tsx')).GoalsPage);
const Home = later(async () => (await import('./pages/home.tsx')).Home);
const Inbox = later(async () => (await import('./pages/inbox.tsx')).Inbox);
const OutcomesPage = later(async () => (await import('./pages/outcomes.tsx')).OutcomesPage);
const PersonPage = later(async () => (await import('./pages/person.tsx')).PersonPage);
const ProposalPage = later(async () => (await import('./pages/proposal.tsx')).ProposalPage);
const SettingsPage = later(async () => (await import('./pages/settings.tsx')).SettingsPage);
const SourcesPage = later(async () => (await import('./pages/sources.tsx')).SourcesPage);
const TeamPage = later(async () => (await import('./pages/team.tsx')).TeamPage);

/** By the beginning of the address. The page's code comes while the server is still asked who is looking. */
const firstPages: readonly (readonly [RegExp, { begin: () => Promise<void> }])[] = [
  [/^\/$/, Home],
  [/^\/inbox$/, Inbox],
  [/^\/inbox\//, ProposalPage],
  [/^\/teams\//, TeamPage],
  [/^\/people\//, PersonPage],
  [/^\/goals$/, GoalsPage],
  [/^\/goals\//, GoalPage],
  [/^\/audit$/, AuditPage],
  [/^\/approvals$/, ApprovalsPage],
  [/^\/settings/, SettingsPage],
];
// Where it fails, the page says so when it is drawn.
for (const [address, page] of firstPages)
  if (address.test(window.location.pathname)) page.begin().catch(() => undefined);

const isAt = (place: string, location: string) =>
  location === place || (place !== '/' && location.startsWith(`${place}/`));

function Masthead() {
  const { me, renew } = useSession();
  const [location, navigate] = useLocation();
  const mayAudit = me.roles.some((role) => role === 'hr' || role === 'auditor');
  const places = [
    { to: '/', name: 'Home', shown: true },
    {
      to: '/inbox',
      name: 'Inbox',
      shown: me.roles.some((role) => role === 'manager' || role === 'hr' || role === 'auditor'),
    },
    { to: '/goals', name: 'Goals', shown: true },
    {
      to: '/outcomes',
      name: 'Outcomes',
      shown: me.roles.some((role) => role === 'manager' || role === 'hr'),
    },
    {
      to: '/approvals',
      name: 'Approvals',
      shown: me.roles.some((role) => role === 'manager' || role === 'hr' || role === 'admin'),
    },
    { to: '/audit', name: 'Audit', shown: mayAudit },
    {
      to: '/settings',
      name: 'Settings',
      shown: me.roles.some((role) => role === 'hr' || role === 'admin'),
    },
    {
      to: '/evaluations',
      name: 'Evals',
      shown: me.roles.some((role) => role === 'hr' || role === 'admin'),
    },
    { to: '/sources', name: 'Sources', shown: me.roles.some((role) => role === 'hr' || role === 'admin') },
  ].filter((place) => place.shown);
  const leave = async () => {
    await post('/api/sign-out', {});
    navigate('/');
    renew();
  };
  return (
    <header className="masthead no-print">
      <a href="#content" className="skip">
        Skip to the content
      </a>
      <div>
        <Link href="/" className="brand">
          <img src="/favicon.svg" alt="" width="22" height="22" />
          Fairlead
        </Link>
        <nav aria-label="Main">
          {places.map((place) => (
            <Link key={place.to} href={place.to} aria-current={isAt(place.to, location) ? 'page' : undefined}>
              {place.name}
            </Link>
          ))}
        </nav>
        <div className="who">
          <Link href={`/people/${me.person.id}`}>{me.person.name}</Link>
          <SchemeSwitch />
          <button type="button" className="button second small" onClick={() => void leave()}>
            Sign out
          </button>
        </div>
      </div>
    </header>
  );
}

/** A new page begins at its top, for the eyes and for a screen reader. */
function Content() {
  const [location] = useLocation();
  const content = useRef<HTMLElement>(null);
  const shown = useRef(location);
  useEffect(() => {
    if (shown.current === location) return;
    shown.current = location;
    window.scrollTo(0, 0);
    content.current?.focus({ preventScroll: true });
  }, [location]);
  return (
    <main className="frame" id="content" ref={content} tabIndex={-1}>
      <Rescue key={location}>
        <Switch>
          <Route path="/" component={Home} />
          <Route path="/inbox" component={Inbox} />
          <Route path="/inbox/:id">{({ id }) => <ProposalPage key={id} id={id} />}</Route>
          <Route path="/teams/:id">{({ id }) => <TeamPage key={id} id={id} />}</Route>
          <Route path="/people/:id">{({ id }) => <PersonPage key={id} id={id} />}</Route>
          <Route path="/goals" component={GoalsPage} />
          <Route path="/goals/:id">{({ id }) => <GoalPage key={id} id={id} />}</Route>
          <Route path="/outcomes" component={OutcomesPage} />
          <Route path="/approvals" component={ApprovalsPage} />
          <Route path="/audit" component={AuditPage} />
          <Route path="/evaluations" component={EvaluationsPage} />
          <Route path="/evaluations/:id">{({ id }) => <EvaluationPage key={id} id={id} />}</Route>
          <Route path="/sources" component={SourcesPage} />
          <Route path="/settings">
            <SettingsPage section="policy" />
          </Route>
          <Route path="/settings/:section">{({ section }) => <SettingsPage section={section} />}</Route>
          <Route>
            <PageHead title="No such page" />
            <Empty>Perhaps the link is old. Everything begins at Home.</Empty>
          </Route>
        </Switch>
      </Rescue>
    </main>
  );
}

export function App() {
  return (
    <Session>
      <Masthead />
      <Content />
    </Session>
  );
}
