using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// Clogs links: now one for a while, now a random half of them one after the other, opened again in another order, which
/// brings out what depends on order (after FoundationDB's swizzle).
/// </summary>
internal sealed class LinkChaos(Agenda agenda, Prng chance, LinkTerms terms, IReadOnlyList<Link> links)
{
    private bool over;

    public void Begin()
    {
        foreach (Link link in links) link.IsFaulty = true;
        if (terms.ClogInterval > TimeSpan.Zero) Plan();
    }

    public void End()
    {
        over = true;
        foreach (Link link in links)
        {
            link.IsFaulty = false;
            link.Unclog();
        }
    }

    private void Plan() => agenda.In(terms.ClogInterval * chance.NextExponential(), StepKind.Chaos, () =>
    {
        if (over) return;
        if (chance.NextInt(3) == 0) Swizzle();
        else links[chance.NextInt(links.Count)].ClogUntil(agenda.Now + Length());
        Plan();
    });

    private void Swizzle()
    {
        foreach (Link link in links)
        {
            if (chance.NextInt(2) != 0) continue;
            Timestamp begin = agenda.Now + Length() * 0.2;
            Timestamp end = begin + Length();
            agenda.At(begin, StepKind.Chaos, () =>
            {
                if (!over) link.ClogUntil(end);
            });
        }
    }

    private TimeSpan Length() => terms.ClogMax * chance.NextDouble();
}
