namespace Parley.Domain.Tests;

public sealed class TimestampTests
{
    [Theory]
    [InlineData("2024-07-18T23:57:02.504Z", "5m", "2024-07-18T23:55:00Z")]
    [InlineData("2024-07-18T23:57:02.504Z", "8h", "2024-07-18T16:00:00Z")]
    [InlineData("2024-07-18T23:57:02.504Z", "1d", "2024-07-18T00:00:00Z")]
    [InlineData("2024-07-18T23:57:02.504Z", "1w", "2024-07-15T00:00:00Z")]
    [InlineData("2024-07-21T23:59:59.999Z", "1w", "2024-07-15T00:00:00Z")]
    [InlineData("2024-07-22T00:00:00Z", "1w", "2024-07-22T00:00:00Z")]
    [InlineData("1970-01-02T00:00:00Z", "1w", "1969-12-29T00:00:00Z")]
    public void The_grid_is_utc_and_its_weeks_start_on_monday(string moment, string timeframe, string start) =>
        Timestamp.Parse(moment).FloorTo(Timeframe.Parse(timeframe)).ToString().ShouldBe(start);
}
