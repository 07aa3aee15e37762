import { Link, Route, Switch, useLocation } from 'wouter';
import { post } from './api.ts';
import { AuditPage } from './pages/audit.tsx';
import { Home } from './pages/home.tsx';
import { Inbox } from './pages/inbox.tsx';
import { PersonPage } from './pages/person.tsx';
import { ProposalPage } from './pages/proposal.tsx';
import { SourcesPage } from './pages/sources.tsx';
import { TeamPage } from './pages/team.tsx';
import { Empty } from './parts/states.tsx';
import { Session, useSession } from './session.tsx';

function Masthead() {
  const { me, renew } = useSession();
  const [location] = useLocation();
  const mayAudit = me.roles.some((role) => role === 'hr' || role === 'auditor');
  const places = [
    { to: '/', name: 'Home', shown: true },
    {
      to: '/inbox',
      name: 'Inbox',
      shown: me.roles.some((role) => role === 'manager' || role === 'hr' || role === 'auditor'),
    },
    { to: '/audit', name: 'Audit', shown: mayAudit },
    { to: '/sources', name: 'Sources', shown: me.roles.some((role) => role === 'hr' || role === 'admin') },
  ].filter((place) => place.shown);
  return (
    <header className="masthead no-print">
      <a href="#content" className="skip">
        Skip to the content
      </a>
      <div>
        <Link href="/" className="brand">
          Fairlead
        </Link>
        <nav aria-label="Main">
          {places.map((place) => (
            <Link key={place.to} href={place.to} aria-current={location === place.to ? 'page' : undefined}>
              {place.name}
            </Link>
          ))}
        </nav>
        <div className="who">
          <Link href={`/people/${me.person.id}`}>{me.person.name}</Link>
          <button type="button" className="cite" onClick={() => void post('/api/sign-out', {}).then(renew)}>
            Leave
          </button>
        </div>
      </div>
    </header>
  );
}

export function App() {
  return (
    <Session>
      <Masthead />
      <main className="frame" id="content">
        <Switch>
          <Route path="/" component={Home} />
          <Route path="/inbox" component={Inbox} />
          <Route path="/inbox/:id">{({ id }) => <ProposalPage key={id} id={id} />}</Route>
          <Route path="/teams/:id">{({ id }) => <TeamPage key={id} id={id} />}</Route>
          <Route path="/people/:id">{({ id }) => <PersonPage key={id} id={id} />}</Route>
          <Route path="/audit" component={AuditPage} />
          <Route path="/sources" component={SourcesPage} />
          <Route>
            <div className="page-head">
              <h1>No such page</h1>
            </div>
            <Empty>Perhaps the link is old. Everything begins at Home.</Empty>
          </Route>
        </Switch>
      </main>
    </Session>
  );
}
