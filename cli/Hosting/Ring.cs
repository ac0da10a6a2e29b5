namespace Parley.Cli.Hosting;

/// <summary>The latest items, oldest first; the oldest goes when it is full.</summary>
internal sealed class Ring<T>(int capacity)
{
    private readonly T[] _items = new T[capacity];
    private int _next;
    private int _count;

    public void Add(T item)
    {
        _items[_next] = item;
        _next = (_next + 1) % capacity;
        if (_count < capacity) _count++;
    }

    /// <summary>At most <paramref name="limit"/> of the newest, oldest first.</summary>
    public IReadOnlyList<T> Latest(int limit)
    {
        int take = Math.Clamp(limit, 0, _count);
        var latest = new T[take];
        for (int i = 0; i < take; i++) latest[i] = _items[(_next - take + i + capacity) % capacity];
        return latest;
    }
}
