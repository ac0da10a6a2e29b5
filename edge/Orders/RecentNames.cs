namespace Parley.Edge;

/// <summary>The names seen last; the oldest is forgotten when there are too many.</summary>
internal sealed class RecentNames(int capacity)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    public bool Contains(string name) => names.Contains(name);

    public void Add(string name)
    {
        if (!names.Add(name)) return;
        order.Enqueue(name);
        if (order.Count > capacity) names.Remove(order.Dequeue());
    }
}
