using Parley.Compliance;

namespace Parley.Azure.Tests;

public sealed class AzureTableTests(Azurite azurite) : TableCompliance
{
    protected override Task<ITable> NewAsync() => Task.FromResult(azurite.NewTable());
}

public sealed class AzureBooksTests(Azurite azurite) : BooksCompliance
{
    protected override Task<ITable> NewAsync() => Task.FromResult(azurite.NewTable());
}

public sealed class AzureBlobTests(Azurite azurite) : BlobStoreCompliance
{
    protected override Task<IBlobStore> NewAsync() => Task.FromResult(azurite.NewContainer());
}
