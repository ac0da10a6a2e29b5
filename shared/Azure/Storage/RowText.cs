using System.Text;
using Azure;
using Azure.Data.Tables;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>A row as an entity: its content in string properties <c>c0</c>, <c>c1</c>, …, because one property holds 64 KiB of UTF-16 at most.</summary>
internal static class RowText
{
    private const int PartMax = 32_000;

    public static TableEntity ToEntity(Row row)
    {
        TableEntity entity = new(row.Partition, row.Key);
        ReadOnlySpan<char> rest = Encoding.UTF8.GetString(row.Content.Span);
        int parts = 0;
        do
        {
            int length = Math.Min(rest.Length, PartMax);
            // A letter of two units stays whole.
            if (length < rest.Length && char.IsHighSurrogate(rest[length - 1])) length--;
            entity.Add($"c{parts++}", rest[..length].ToString());
            rest = rest[length..];
        }
        while (!rest.IsEmpty);

        return entity;
    }

    public static Row ToRow(TableEntity entity)
    {
        StringBuilder text = new();
        for (int part = 0; entity.TryGetValue($"c{part}", out object? value); part++) text.Append((string)value);
        return new(entity.PartitionKey, entity.RowKey, Encoding.UTF8.GetBytes(text.ToString()), entity.ETag.ToString());
    }

    public static ETag Version(Row row) => new(row.Version);
}
