FROM python:3.13-slim

RUN useradd --create-home --uid 10001 civiquiz
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY questions questions
COPY bot bot
COPY adapters adapters
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

USER civiquiz
ENTRYPOINT ["civiquiz"]
CMD ["run"]
